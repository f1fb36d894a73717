import type { WhatsappConfig } from '../../server/message-config.ts';
import type { Template } from './whatsapp-rules.ts';

/** What a clinic has had approved that names its templates as we do. */
export const APPROVED_NAMES: WhatsappConfig['templates'] = {
  code: 'one_time_code',
  visit: {
    visit_requested: 'visit_requested',
    visit_confirmed: 'visit_confirmed',
    visit_moved: 'visit_moved',
    visit_cancelled: 'visit_cancelled',
    reminder_day: 'visit_reminder_day',
    reminder_hour: 'visit_reminder_hour',
    reminder_quarter: 'visit_reminder_quarter',
  },
};

const languages = ['en', 'hi', 'ur', 'es'];

export const APPROVED: readonly Template[] = [
  { name: APPROVED_NAMES.code, category: 'AUTHENTICATION', languages, blanks: 1 },
  ...Object.values(APPROVED_NAMES.visit).map(
    (name): Template => ({ name, category: 'UTILITY', languages, blanks: 3 }),
  ),
];
