import type { CallFailure } from '../../call/call.ts';

/** The way out that is offered first; “Back to dashboard” is always there. */
export type WayOut = 'again' | 'use-here' | 'sign-in' | 'dashboard';

export interface FailureWords {
  title: string;
  text: string;
  way: WayOut;
}

/** Words for every way in which a call can be refused or ended by the server. */
export const failureWords: Record<CallFailure, FailureWords> = {
  unauthorized: {
    title: 'Please sign in again',
    text: 'We could not tell who you are. Sign in, and your visit opens again.',
    way: 'sign-in',
  },
  signed_out: {
    title: 'You have been signed out',
    text: 'Sign in again, and your visit opens again.',
    way: 'sign-in',
  },
  origin_refused: {
    title: 'This address can’t be used for visits',
    text: 'Open the visit through the link that the clinic sent you.',
    way: 'dashboard',
  },
  ticket_invalid: {
    title: 'This visit needs to be opened again',
    text: 'The way in that this page had no longer works. Press “Join again” to get a new one.',
    way: 'again',
  },
  ticket_expired: {
    title: 'This page was open for a long time',
    text: 'Press “Join again” to go on.',
    way: 'again',
  },
  otp_required: {
    title: 'A new code is needed',
    text: 'The visit has changed since your last code. Press “Join again” and we send you another.',
    way: 'again',
  },
  not_participant: {
    title: 'This visit belongs to somebody else',
    text: 'Only its doctor and its patient can join. If it is yours, sign in with the account that it was booked with.',
    way: 'dashboard',
  },
  not_joinable: {
    title: 'This visit can’t be joined now',
    text: 'It may not be open yet, or its time has passed. Your visits show when it opens.',
    way: 'dashboard',
  },
  visit_over: {
    title: 'This visit is over',
    text: 'Its time has passed, or it was ended.',
    way: 'dashboard',
  },
  taken_over: {
    title: 'This visit is open in another tab',
    text: 'It moved to the tab or device where you opened it last. You can bring it back to this one.',
    way: 'use-here',
  },
  visit_moved: {
    title: 'This visit was moved to another time',
    text: 'Your visits show the new time, and a new link is on its way to you.',
    way: 'dashboard',
  },
  visit_cancelled: {
    title: 'This visit was cancelled',
    text: 'Your visits show what comes next.',
    way: 'dashboard',
  },
  too_many_messages: {
    title: 'The call was cut off',
    text: 'This page sent more than our server takes, which can happen on a very unsteady line. Press “Join again”.',
    way: 'again',
  },
  too_slow: {
    title: 'The call was cut off',
    text: 'Your connection could not keep up. Move closer to your Wi-Fi, or switch networks, then press “Join again”.',
    way: 'again',
  },
  server_closing: {
    title: 'The clinic’s server is restarting',
    text: 'This takes a moment. Press “Join again”.',
    way: 'again',
  },
  unavailable: {
    title: 'The clinic’s server is busy',
    text: 'Wait a moment, then press “Join again”.',
    way: 'again',
  },
  not_admitted: {
    title: 'The doctor has not let you in yet',
    text: 'They may need a moment. Press “Join again” to ask once more.',
    way: 'again',
  },
  room_full: {
    title: 'The room is full',
    text: 'This visit is open on too many devices. Close it on the others, wait a moment, then press “Join again”.',
    way: 'again',
  },
  room_gone: {
    title: 'The room was closed',
    text: 'It was closed on the other side. Press “Join again”, and it opens anew.',
    way: 'again',
  },
  media_blocked: {
    title: 'No way through for picture and sound',
    text: 'Something between you and the clinic blocks the call, often the firewall of a company or a school. Try another network, such as your phone’s, then press “Join again”.',
    way: 'again',
  },
  connection_lost: {
    title: 'The connection was lost',
    text: 'Check that you are online, then press “Join again”. The visit is still open.',
    way: 'again',
  },
  provider_unreachable: {
    title: 'The video can’t be reached',
    text: 'The clinic’s video does not answer just now. Wait a moment, then press “Join again”.',
    way: 'again',
  },
  unsupported: {
    title: 'This browser can’t hold a video visit',
    text: 'Open the link in an up-to-date Chrome, Safari, Firefox or Edge.',
    way: 'dashboard',
  },
};
