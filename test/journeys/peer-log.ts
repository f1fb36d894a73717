import type { Page } from 'playwright-core';

declare global {
  interface Window {
    peerLog?: string[];
  }
}

/** Has the page note what becomes of its media connections, for a test that fails to say. Before it is opened. */
export const logPeers = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const log: string[] = [];
    window.peerLog = log;
    const note = (words: string) => log.push(`${Math.round(performance.now())} ms: ${words}`);
    const Plain = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Plain {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        note('made');
        this.addEventListener('signalingstatechange', () => note(`signalling ${this.signalingState}`));
        this.addEventListener('icegatheringstatechange', () => note(`gathering ${this.iceGatheringState}`));
        this.addEventListener('iceconnectionstatechange', () => note(`ICE ${this.iceConnectionState}`));
        this.addEventListener('connectionstatechange', () => note(`connection ${this.connectionState}`));
        this.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate) note(`candidate ${candidate.candidate}`);
        });
        this.addEventListener('icecandidateerror', (event) => note(`no candidate: ${event.errorText}`));
      }
    };
  });
};

/** What was noted, one event a line. */
export const peerLog = async (page: Page): Promise<string> =>
  (await page.evaluate(() => window.peerLog ?? [])).join('\n');
