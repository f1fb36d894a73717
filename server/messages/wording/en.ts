import { enVisits } from './en-visits.ts';
import type { LanguageWords } from './language-words.ts';

export const en: LanguageWords = {
  code: {
    video: ({ appName, code, minutes }) =>
      `${code} is your ${appName} code for your video visit. It works for ${minutes} minutes. Never share it.`,
    account: ({ appName, code, minutes }) =>
      `${code} is your ${appName} code. It works for ${minutes} minutes. Never share it.`,
    reset: ({ appName, code, minutes }) =>
      `${code} is your ${appName} code for a new password. It works for ${minutes} minutes. Not you? Then do nothing.`,
    phone: ({ appName, code, minutes }) =>
      `${code} is your ${appName} code to confirm this number. It works for ${minutes} minutes. Never share it.`,
  },
  codeSubject: ({ appName, code }) => `${code} is your ${appName} code`,
  spoken: ({ appName, code }) => `Hello, this is ${appName}. Your code is: ${code}.`,
  notice: {
    phone_changed: (appName) => ({
      subject: `Your phone number at ${appName} was changed`,
      text: `The phone number of your ${appName} account was changed. If this was not you, call the clinic at once.`,
    }),
    password_changed: (appName) => ({
      subject: `Your password at ${appName} was changed`,
      text: `The password of your ${appName} account was changed. If this was not you, call the clinic at once.`,
    }),
  },
  calendar: {
    doctor: (name) => `Dr ${name}`,
    nameless: { doctor: 'the doctor', patient: 'the patient' },
    both: (patient, doctor) => `${patient} and ${doctor}`,
    title: { telehealth: (who) => `Video visit with ${who}`, in_person: (who) => `Visit with ${who}` },
    cancelled: (title) => `Cancelled: ${title}`,
    open: { telehealth: (link) => `Join here: ${link}`, in_person: (link) => `Your visits: ${link}` },
    name: (appName) => `${appName} visits`,
  },
  visit: enVisits,
};
