import type { LanguageWords } from './language-words.ts';
import { urVisits } from './ur-visits.ts';

export const ur: LanguageWords = {
  code: {
    video: ({ appName, code, minutes }) =>
      `${code} آپ کا ${appName} ویڈیو کوڈ ہے۔ ${minutes} منٹ کارآمد۔ نہ بتائیں۔`,
    account: ({ appName, code, minutes }) =>
      `${code} آپ کا ${appName} کوڈ ہے۔ ${minutes} منٹ کارآمد۔ نہ بتائیں۔`,
    reset: ({ appName, code, minutes }) =>
      `${code} ${appName} نئے پاس ورڈ کا کوڈ ہے۔ ${minutes} منٹ کارآمد۔ نہ بتائیں۔`,
    phone: ({ appName, code, minutes }) =>
      `${code} ${appName} نئے نمبر کا کوڈ ہے۔ ${minutes} منٹ کارآمد۔ نہ بتائیں۔`,
  },
  codeSubject: ({ appName, code }) => `${code} آپ کا ${appName} کوڈ ہے`,
  // No provider has a voice for Urdu; the Hindi one says it, and reads Devanagari alone.
  spoken: ({ appName, code }) => `अस्सलाम अलैकुम, यह ${appName} है। आप का कोड है: ${code}।`,
  notice: {
    phone_changed: (appName) => ({
      subject: `${appName} پر آپ کا فون نمبر بدل دیا گیا`,
      text: `آپ کے ${appName} کھاتے کا نمبر بدل دیا گیا۔ آپ نے نہیں بدلا؟ فوراً کلینک کو فون کریں۔`,
    }),
    password_changed: (appName) => ({
      subject: `${appName} پر آپ کا پاس ورڈ بدل دیا گیا`,
      text: `آپ کے ${appName} کھاتے کا پاس ورڈ بدل دیا گیا۔ آپ نے نہیں بدلا؟ فوراً کلینک کو فون کریں۔`,
    }),
  },
  calendar: {
    doctor: (name) => `ڈاکٹر ${name}`,
    nameless: { doctor: 'ڈاکٹر', patient: 'مریض' },
    both: (patient, doctor) => `${patient} اور ${doctor}`,
    title: {
      telehealth: (who) => `${who} کے ساتھ ویڈیو ملاقات`,
      in_person: (who) => `${who} کے ساتھ ملاقات`,
    },
    cancelled: (title) => `منسوخ: ${title}`,
    open: {
      telehealth: (link) => `یہاں سے شامل ہوں: ${link}`,
      in_person: (link) => `آپ کی ملاقاتیں: ${link}`,
    },
    name: (appName) => `${appName} ملاقاتیں`,
  },
  visit: urVisits,
};
