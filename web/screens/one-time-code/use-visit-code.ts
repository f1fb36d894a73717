import type { VideoOtpSent, VideoOtpVerified } from '../../../contract/appointments.ts';
import type { Channel } from '../../../contract/primitives.ts';
import { request } from '../../api.ts';
import { type CodeStep, useCodeStep } from './use-code-step.ts';
import { sendTrouble, verifyTrouble } from './visit-code-words.ts';

interface Options {
  appointmentId: string;
  /** The person's own number; the server compares it with the account's. */
  phone: string | null;
  /** The way that the code goes as the step opens. */
  channel: Channel;
  onVerified: () => void;
}

/** The code that opens one visit. */
export const useVisitCode = ({ appointmentId, phone, channel, onVerified }: Options): CodeStep => {
  const path = `/appointments/${encodeURIComponent(appointmentId)}`;
  return useCodeStep({
    beginning: { channel },
    send: (way) => request<VideoOtpSent>('POST', `${path}/send-video-otp`, { body: { channel: way } }),
    verify: (code) =>
      request<VideoOtpVerified>('POST', `${path}/verify-video-otp`, {
        body: { contact_number: phone ?? '', otp_code: code },
      }),
    sendTrouble,
    verifyTrouble,
    onVerified,
  });
};
