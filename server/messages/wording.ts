import type { Person } from '../people/person.ts';

type Language = Person['locale'];

interface CodeWords {
  subject: string;
  text: string;
}

/** `minutes` is the life of the code as configured. */
interface CodeFacts {
  appName: string;
  code: string;
  minutes: number;
}

/** The code comes first, so that a phone's notification shows it; short enough for one SMS segment. */
const CODE: Record<Language, (facts: CodeFacts) => CodeWords> = {
  en: ({ appName, code, minutes }) => ({
    subject: `${code} is your ${appName} code`,
    text: `${code} is your ${appName} code for your video visit. It works for ${minutes} minutes. Never share it.`,
  }),
  hi: ({ appName, code, minutes }) => ({
    subject: `${code} आपका ${appName} कोड है`,
    text: `${code} आपका ${appName} वीडियो कोड है। ${minutes} मिनट तक मान्य। किसी को न बताएँ।`,
  }),
  ur: ({ appName, code, minutes }) => ({
    subject: `${code} آپ کا ${appName} کوڈ ہے`,
    text: `${code} آپ کا ${appName} ویڈیو کوڈ ہے۔ ${minutes} منٹ تک کارآمد۔ کسی کو نہ بتائیں۔`,
  }),
  es: ({ appName, code, minutes }) => ({
    subject: `${code} es su código de ${appName}`,
    text: `${code} es su código de ${appName} para la videoconsulta. Vale ${minutes} minutos. No lo comparta.`,
  }),
};

/** The message with the code for a video visit, in the reader's language. */
export const videoCodeWords = (language: Language, facts: CodeFacts): CodeWords => CODE[language](facts);
