import type { Candidate, Description } from '../../contract/signalling.ts';

/**
 * Names the connection that a description came from: the session id of its `o=` line stays the same
 * for the life of one RTCPeerConnection and differs between any two (RFC 8829 §5.2.1).
 */
export const sessionOf = ({ sdp }: Description): string | null => sdp?.match(/^o=\S+ (\d+) /m)?.[1] ?? null;

export const toWire = (candidate: RTCIceCandidate): Candidate => ({
  candidate: candidate.candidate,
  sdpMid: candidate.sdpMid,
  sdpMLineIndex: candidate.sdpMLineIndex,
  usernameFragment: candidate.usernameFragment,
});

export const toInit = ({ type, sdp }: Description): RTCSessionDescriptionInit =>
  sdp === undefined ? { type } : { type, sdp };
