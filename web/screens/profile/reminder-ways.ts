import type { Me } from '../../../contract/people.ts';
import type { Channel } from '../../../contract/primitives.ts';

/** The ways that messages about visits go: voice is for codes alone. */
export type Way = Exclude<Channel, 'voice'>;

/** In the order in which they are tried: SMS stands in for WhatsApp. */
export const WAYS: readonly Way[] = ['whatsapp', 'sms', 'email'];

const isWay = (channel: Channel): channel is Way => channel !== 'voice';

export const waysOf = (channels: readonly Channel[]): Way[] => WAYS.filter((way) => channels.includes(way));

/** What is stored once these are chosen; what is no way of reminders stays as it was. */
export const withWays = (channels: readonly Channel[], ways: readonly Way[]): Channel[] => [
  ...WAYS.filter((way) => ways.includes(way)),
  ...channels.filter((channel) => !isWay(channel)),
];

/** Why nothing goes to somebody on a way that they may have chosen. */
export type Obstacle = 'stopped' | 'no_address' | 'unchecked' | 'not_here';

interface Known {
  person: Pick<Me, 'phone' | 'phone_verified' | 'email'>;
  /** The ways that the clinic can send; empty while that is not known. */
  clinic: readonly Channel[];
  stopped: readonly Channel[];
}

/** A number that answered STOP on one of its ways is told nothing of visits on the other. */
const isStopped = (way: Way, stopped: readonly Channel[]): boolean =>
  way === 'email' ? stopped.includes(way) : stopped.includes('whatsapp') || stopped.includes('sms');

/** Null where messages get through. */
export const obstacleOn = (way: Way, { person, clinic, stopped }: Known): Obstacle | null => {
  if (!(way === 'email' ? person.email : person.phone)) return 'no_address';
  if (way !== 'email' && !person.phone_verified) return 'unchecked';
  if (isStopped(way, stopped)) return 'stopped';
  return clinic.length > 0 && !clinic.includes(way) ? 'not_here' : null;
};

const ALONE: Record<Way, string> = {
  whatsapp: 'by WhatsApp',
  sms: 'by text message',
  email: 'by e-mail',
};

/** "By WhatsApp, or else by text message, and by e-mail." */
export const waysInWords = (ways: readonly Way[]): string => {
  const has = (way: Way): boolean => ways.includes(way);
  const [whatsapp, sms] = [has('whatsapp'), has('sms')];
  const both = `${ALONE.whatsapp}, or else ${ALONE.sms}`;
  const phone = whatsapp && sms ? both : (whatsapp && ALONE.whatsapp) || (sms && ALONE.sms);
  const words = [phone, has('email') && ALONE.email].filter(Boolean);
  const said = words.join(phone === both ? ', and ' : ' and ');
  return said && `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
};
