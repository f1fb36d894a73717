import type { TwilioConfig } from '../message-config.ts';
import type { Seen } from '../video-calls/attend.ts';
import type { RoomEventsReader } from '../video-calls/room-events.ts';
import { personOfIdentity } from './twilio-identity.ts';
import { TELL_AGAIN } from './twilio-receipts.ts';
import { type Fields, twilioSignedForm } from './twilio-signed-form.ts';

const CONNECTION = /^PA[0-9a-fA-F]{32}$/;

/** The vendor's own time in ISO 8601; where it has none, or another form, the event has just been. */
const timeOf = (fields: Fields, now: Date): Date => {
  const at = new Date(fields.get('Timestamp') ?? '');
  return Number.isNaN(at.getTime()) ? now : at;
};

/** Of tracks and recordings nothing is asked, and a room that ends tells of each who leaves it. */
const whatOf = (fields: Fields): Seen['what'] | null => {
  switch (fields.get('StatusCallbackEvent')) {
    case 'participant-connected':
      return 'connected';
    case 'participant-disconnected':
      return 'disconnected';
    default:
      return null;
  }
};

const seenIn = (fields: Fields, now: Date): Seen | null => {
  const what = whatOf(fields);
  const providerRoom = fields.get('RoomName') ?? '';
  const connectionId = fields.get('ParticipantSid') ?? '';
  const personId = personOfIdentity(fields.get('ParticipantIdentity') ?? '');
  if (!what || !personId || providerRoom === '' || !CONNECTION.test(connectionId)) return null;
  return { provider: 'twilio', providerRoom, connectionId, personId, what, at: timeOf(fields, now) };
};

/**
 * Reads what Twilio posts of its rooms. The address that it was given has a fragment, for the vendor alone;
 * that it does not sign it is written of messages and calls, and of rooms nowhere, so both are believed.
 */
export const twilioRoomEvents = ({ authToken }: Pick<TwilioConfig, 'authToken'>): RoomEventsReader => ({
  read: (request, now) => {
    const withFragment = new URL(request.url);
    withFragment.hash = TELL_AGAIN;
    const fields =
      twilioSignedForm(authToken, request) ?? twilioSignedForm(authToken, { ...request, url: withFragment });
    if (!fields) return null;
    const seen = seenIn(fields, now);
    return seen ? [seen] : [];
  },
});
