import { hiVisits } from './hi-visits.ts';
import type { LanguageWords } from './language-words.ts';

export const hi: LanguageWords = {
  code: {
    video: ({ appName, code, minutes }) =>
      `${code} आपका ${appName} वीडियो कोड है। ${minutes} मिनट मान्य। किसी को न बताएँ।`,
    account: ({ appName, code, minutes }) =>
      `${code} आपका ${appName} कोड है। ${minutes} मिनट मान्य। किसी को न बताएँ।`,
    reset: ({ appName, code, minutes }) =>
      `${code} ${appName} नए पासवर्ड का कोड है। ${minutes} मिनट मान्य। न बताएँ।`,
    phone: ({ appName, code, minutes }) =>
      `${code} ${appName} नए नंबर का कोड है। ${minutes} मिनट मान्य। किसी को न बताएँ।`,
  },
  codeSubject: ({ appName, code }) => `${code} आपका ${appName} कोड है`,
  spoken: ({ appName, code }) => `नमस्ते, यह ${appName} है। आपका कोड है: ${code}।`,
  notice: {
    phone_changed: (appName) => ({
      subject: `${appName} पर आपका फ़ोन नंबर बदला गया`,
      text: `आपके ${appName} खाते का नंबर बदला गया। आपने नहीं बदला? तुरंत क्लिनिक को फ़ोन करें।`,
    }),
    password_changed: (appName) => ({
      subject: `${appName} पर आपका पासवर्ड बदला गया`,
      text: `आपके ${appName} खाते का पासवर्ड बदला गया। आपने नहीं बदला? तुरंत क्लिनिक को फ़ोन करें।`,
    }),
  },
  calendar: {
    doctor: (name) => `डॉ. ${name}`,
    nameless: { doctor: 'डॉक्टर', patient: 'मरीज़' },
    both: (patient, doctor) => `${patient} और ${doctor}`,
    title: {
      telehealth: (who) => `${who} के साथ वीडियो मुलाक़ात`,
      in_person: (who) => `${who} के साथ मुलाक़ात`,
    },
    cancelled: (title) => `रद्द: ${title}`,
    open: {
      telehealth: (link) => `यहाँ से जुड़ें: ${link}`,
      in_person: (link) => `आपकी मुलाक़ातें: ${link}`,
    },
    name: (appName) => `${appName} मुलाक़ातें`,
  },
  visit: hiVisits,
};
