export interface TwilioParticipant {
  sid: string;
  identity: string;
  status: 'connected' | 'disconnected';
  at: Date;
}

export interface TwilioRoom {
  sid: string;
  name: string;
  status: 'in-progress' | 'completed';
  statusCallback: URL | null;
  recorded: boolean;
  maxParticipants: number;
  /** Seconds. */
  maxParticipantDuration: number;
  /** Minutes. */
  unusedRoomTimeout: number;
  emptyRoomTimeout: number;
  participants: TwilioParticipant[];
  /** How much was told of it. */
  told: number;
  at: Date;
}

/** A room as the vendor's API has it. */
export const roomResource = (accountSid: string, room: TwilioRoom): object => {
  const url = `https://video.twilio.com/v1/Rooms/${room.sid}`;
  const isOver = room.status === 'completed';
  return {
    account_sid: accountSid,
    sid: room.sid,
    unique_name: room.name,
    status: room.status,
    type: 'group',
    date_created: room.at.toISOString(),
    date_updated: new Date().toISOString(),
    end_time: isOver ? new Date().toISOString() : null,
    duration: isOver ? 1 : null,
    enable_turn: true,
    max_participants: room.maxParticipants,
    max_participant_duration: room.maxParticipantDuration,
    max_concurrent_published_tracks: 170,
    status_callback: room.statusCallback?.href ?? null,
    status_callback_method: 'POST',
    record_participants_on_connect: room.recorded,
    video_codecs: ['VP8'],
    media_region: 'us1',
    audio_only: false,
    empty_room_timeout: room.emptyRoomTimeout,
    unused_room_timeout: room.unusedRoomTimeout,
    large_room: false,
    url,
    links: { participants: `${url}/Participants`, recordings: `${url}/Recordings` },
  };
};

interface Happening {
  event: string;
  participant: TwilioParticipant | undefined;
}

/** What the vendor posts when something happens in a room (twilio.com/docs/video/api/status-callbacks). */
export const eventFields = (
  accountSid: string,
  room: TwilioRoom,
  { event, participant }: Happening,
): Record<string, string> => ({
  AccountSid: accountSid,
  RoomName: room.name,
  RoomSid: room.sid,
  RoomStatus: room.status,
  RoomType: 'group',
  StatusCallbackEvent: event,
  Timestamp: new Date().toISOString(),
  SequenceNumber: String(room.told),
  ...(participant && {
    ParticipantSid: participant.sid,
    ParticipantIdentity: participant.identity,
    ParticipantStatus: participant.status,
  }),
});
