import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { SendVideoOtp, VerifyVideoOtp, VideoOtpSent, VideoOtpVerified } from '../../contract/appointments.ts';
import { AppointmentRef } from '../../contract/primitives.ts';
import type { App } from '../app-type.ts';
import type { Deps } from '../deps.ts';
import { NO_DEVICE } from '../otp/no-device.ts';
import { cookieNames, setDeviceCookie, setSessionCookie } from '../sessions/cookies.ts';
import { hashSecret, newSecret } from '../sessions/secret.ts';
import { signedIn } from '../signed-in.ts';
import { sendVideoOtp } from './send-video-otp.ts';
import { verifyVideoOtp } from './verify-video-otp.ts';

const Params = Type.Object({ id: AppointmentRef });

/** The code at the door of a visit. */
export const doorRoutes = (app: App, deps: Deps): void => {
  const deviceSecret = (request: FastifyRequest): string | undefined =>
    request.cookies[cookieNames(deps.config).device];

  app.post(
    '/appointments/:id/send-video-otp',
    {
      schema: {
        tags: ['code at the door'],
        summary: 'Send the signed-in person a code for a visit',
        params: Params,
        body: SendVideoOtp,
        response: { 200: VideoOtpSent },
      },
    },
    async (request) => {
      const secret = deviceSecret(request);
      return sendVideoOtp(deps, {
        signedIn: signedIn(request),
        ref: request.params.id,
        channel: request.body.channel ?? 'sms',
        clientAddress: request.ip,
        deviceHash: secret ? hashSecret(secret) : NO_DEVICE,
      });
    },
  );

  app.post(
    '/appointments/:id/verify-video-otp',
    {
      schema: {
        tags: ['code at the door'],
        summary: 'Spend the code; this sign-in session may then join the visit',
        params: Params,
        body: VerifyVideoOtp,
        response: { 200: VideoOtpVerified },
      },
    },
    async (request, reply) => {
      const who = signedIn(request);
      const secret = deviceSecret(request);
      const newDevice = secret ?? (who.via === 'cookie' ? newSecret() : null);
      const { appointment, meetingLink, cookieSecret } = await verifyVideoOtp(deps, {
        signedIn: who,
        ref: request.params.id,
        contactNumber: request.body.contact_number,
        code: request.body.otp_code,
        deviceHash: secret ? hashSecret(secret) : NO_DEVICE,
        newDeviceHash: newDevice ? hashSecret(newDevice) : NO_DEVICE,
      });
      if (cookieSecret) setSessionCookie(reply, deps.config, cookieSecret, who.expiresAt);
      if (newDevice && !secret) setDeviceCookie(reply, deps.config, newDevice);
      return {
        message: 'OTP verified successfully',
        video_call_link: meetingLink,
        appointment_id: appointment.id,
      };
    },
  );
};
