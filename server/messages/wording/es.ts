import { esVisits } from './es-visits.ts';
import type { LanguageWords } from './language-words.ts';

export const es: LanguageWords = {
  code: {
    video: ({ appName, code, minutes }) =>
      `${code} es su código de ${appName} para la consulta. Vale ${minutes} min.`,
    account: ({ appName, code, minutes }) =>
      `${code} es su código de ${appName}. Vale ${minutes} min. No lo comparta.`,
    reset: ({ appName, code, minutes }) =>
      `${code} es su código de ${appName} para otra clave. Vale ${minutes} min.`,
    phone: ({ appName, code, minutes }) =>
      `${code} es su código de ${appName} para este número. Vale ${minutes} min.`,
  },
  codeSubject: ({ appName, code }) => `${code} es su código de ${appName}`,
  spoken: ({ appName, code }) => `Hola, le llama ${appName}. Su código es: ${code}.`,
  notice: {
    phone_changed: (appName) => ({
      subject: `Se ha cambiado su teléfono en ${appName}`,
      text: `Se ha cambiado el teléfono de su cuenta de ${appName}. Si no ha sido usted, llame ya a la clínica.`,
    }),
    password_changed: (appName) => ({
      subject: `Se ha cambiado su contraseña en ${appName}`,
      text: `Se ha cambiado la contraseña de su cuenta de ${appName}. Si no ha sido usted, llame ya a la clínica.`,
    }),
  },
  calendar: {
    doctor: (name) => `Dr(a). ${name}`,
    nameless: { doctor: 'su médico', patient: 'el paciente' },
    both: (patient, doctor) => `${patient} y ${doctor}`,
    title: { telehealth: (who) => `Videoconsulta con ${who}`, in_person: (who) => `Consulta con ${who}` },
    cancelled: (title) => `Cancelada: ${title}`,
    open: { telehealth: (link) => `Entre aquí: ${link}`, in_person: (link) => `Sus consultas: ${link}` },
    name: (appName) => `Consultas de ${appName}`,
  },
  visit: esVisits,
};
