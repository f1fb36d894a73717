import type { VisitGist, VisitWords } from './visit-words.ts';

const visit = ({ who, isVideo }: VisitGist): string => `${isVideo ? 'video visit' : 'visit'} with ${who}`;

export const enVisits: VisitWords = {
  news: {
    visit_requested: (gist) =>
      gist.readerIs === 'doctor'
        ? `A ${visit(gist)} is asked for and waits for your yes.`
        : `Your ${visit(gist)} is asked for and waits for the doctor's yes.`,
    visit_confirmed: (gist) => `Your ${visit(gist)} is confirmed.`,
    visit_moved: (gist) => `Your ${visit(gist)} has a new time.`,
    visit_cancelled: (gist) => `Your ${visit(gist)} was cancelled.`,
    reminder_day: (gist) => `Your ${visit(gist)} is ${gist.day}.`,
    reminder_hour: (gist) => `Your ${visit(gist)} begins ${gist.left}.`,
    reminder_quarter: (gist) =>
      gist.isVideo
        ? `You can join your ${visit(gist)} now. It begins ${gist.left}.`
        : `Your ${visit(gist)} begins ${gist.left}.`,
  },
  advice: {
    visit_requested: ({ readerIs }) =>
      readerIs === 'doctor' ? 'Please confirm or decline it.' : 'We will tell you the answer.',
    visit_confirmed: ({ isVideo }) =>
      isVideo ? 'Keep the link: it takes you in on the day.' : 'Please come a few minutes early.',
    visit_moved: () => 'The old time no longer holds.',
    visit_cancelled: ({ readerIs }) =>
      readerIs === 'doctor' ? 'It will not take place.' : 'It will not take place; you can book another.',
    reminder_day: () => "Can't make it? Please cancel in time.",
    reminder_hour: ({ isVideo }) =>
      isVideo ? 'Join early and test your camera and microphone.' : 'Please be on your way.',
    reminder_quarter: ({ isVideo }) =>
      isVideo ? 'Have your phone at hand for the code.' : 'See you at the clinic.',
  },
  tag: {
    visit_requested: 'Asked for',
    visit_confirmed: 'Confirmed',
    visit_moved: 'New time',
    visit_cancelled: 'Cancelled',
    reminder_day: 'Reminder',
    reminder_hour: 'Soon',
    reminder_quarter: 'Now',
  },
  template: {
    visit_requested: {
      news: "A visit with {{1}} is asked for and waits for the doctor's yes.",
      advice: 'Open it to see how it stands.',
    },
    visit_confirmed: {
      news: 'Your visit with {{1}} is confirmed.',
      advice: 'Keep this message: it takes you to your visit.',
    },
    visit_moved: { news: 'Your visit with {{1}} has a new time.', advice: 'The old time no longer holds.' },
    visit_cancelled: { news: 'Your visit with {{1}} was cancelled.', advice: 'It will not take place.' },
    reminder_day: {
      news: 'A reminder of your visit with {{1}}.',
      advice: "Can't make it? Please cancel in time.",
    },
    reminder_hour: {
      news: 'Your visit with {{1}} begins soon.',
      advice:
        'By video: join early and test your camera and microphone. At the clinic: please be on your way.',
    },
    reminder_quarter: {
      news: 'Your visit with {{1}} is about to begin.',
      advice:
        'By video: you can join now; have your phone at hand for the code. At the clinic: see you there.',
    },
  },
  labels: { who: 'With', when: 'When', zone: 'Time zone', length: 'How long' },
  link: { join: 'Join the visit', open: 'Open your visit', list: 'Your visits' },
  comma: ', ',
  today: 'today',
  tomorrow: 'tomorrow',
  on: (date) => `on ${date}`,
  left: (minutes) => (minutes === 0 ? 'now' : `in about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`),
  length: {
    telehealth: (minutes) => `${minutes}, by video`,
    in_person: (minutes) => `${minutes}, at the clinic`,
  },
};
