import type { VisitGist, VisitWords } from './visit-words.ts';

const visit = ({ who, isVideo }: VisitGist): string => `${isVideo ? 'videoconsulta' : 'consulta'} con ${who}`;

export const esVisits: VisitWords = {
  news: {
    visit_requested: (gist) =>
      gist.readerIs === 'doctor'
        ? `Se ha solicitado una ${visit(gist)}, que espera su confirmación.`
        : `Su ${visit(gist)} está solicitada y espera la confirmación del médico.`,
    visit_confirmed: (gist) => `Su ${visit(gist)} está confirmada.`,
    visit_moved: (gist) => `Su ${visit(gist)} tiene una nueva hora.`,
    visit_cancelled: (gist) => `Su ${visit(gist)} ha sido cancelada.`,
    reminder_day: (gist) => `Su ${visit(gist)} es ${gist.day}.`,
    reminder_hour: (gist) => `Su ${visit(gist)} empieza ${gist.left}.`,
    reminder_quarter: (gist) =>
      gist.isVideo
        ? `Ya puede entrar en su ${visit(gist)}. Empieza ${gist.left}.`
        : `Su ${visit(gist)} empieza ${gist.left}.`,
  },
  advice: {
    visit_requested: ({ readerIs }) =>
      readerIs === 'doctor'
        ? 'Por favor, confírmela o rechácela.'
        : 'Le avisaremos cuando el médico haya respondido.',
    visit_confirmed: ({ isVideo }) =>
      isVideo ? 'Guarde el enlace: con él entrará ese día.' : 'Por favor, venga unos minutos antes.',
    visit_moved: () => 'La hora anterior ya no vale.',
    visit_cancelled: ({ readerIs }) =>
      readerIs === 'doctor' ? 'No tendrá lugar.' : 'No tendrá lugar; puede pedir otra.',
    reminder_day: () => '¿No puede? Por favor, cancele a tiempo.',
    reminder_hour: ({ isVideo }) =>
      isVideo ? 'Entre antes y pruebe su cámara y su micrófono.' : 'Por favor, póngase en camino.',
    reminder_quarter: ({ isVideo }) =>
      isVideo ? 'Tenga el teléfono a mano para el código.' : 'Nos vemos en la clínica.',
  },
  tag: {
    visit_requested: 'Solicitada',
    visit_confirmed: 'Confirmada',
    visit_moved: 'Nueva hora',
    visit_cancelled: 'Cancelada',
    reminder_day: 'Recordatorio',
    reminder_hour: 'En breve',
    reminder_quarter: 'Ahora',
  },
  template: {
    visit_requested: {
      news: 'La consulta con {{1}} está solicitada y espera la confirmación del médico.',
      advice: 'Ábrala para ver cómo está.',
    },
    visit_confirmed: {
      news: 'Su consulta con {{1}} está confirmada.',
      advice: 'Guarde este mensaje: le lleva a su consulta.',
    },
    visit_moved: {
      news: 'Su consulta con {{1}} tiene una nueva hora.',
      advice: 'La hora anterior ya no vale.',
    },
    visit_cancelled: { news: 'Su consulta con {{1}} ha sido cancelada.', advice: 'No tendrá lugar.' },
    reminder_day: {
      news: 'Le recordamos su consulta con {{1}}.',
      advice: '¿No puede? Por favor, cancele a tiempo.',
    },
    reminder_hour: {
      news: 'Su consulta con {{1}} empieza en breve.',
      advice:
        'Por vídeo: entre antes y pruebe su cámara y su micrófono. En la clínica: por favor, póngase en camino.',
    },
    reminder_quarter: {
      news: 'Su consulta con {{1}} está a punto de empezar.',
      advice:
        'Por vídeo: ya puede entrar; tenga el teléfono a mano para el código. En la clínica: nos vemos allí.',
    },
  },
  labels: { who: 'Con', when: 'Cuándo', zone: 'Zona horaria', length: 'Duración' },
  link: { join: 'Entrar en la consulta', open: 'Abrir su consulta', list: 'Sus consultas' },
  comma: ', ',
  today: 'hoy',
  tomorrow: 'mañana',
  on: (date) => `el ${date}`,
  left: (minutes) => {
    if (minutes === 0) return 'ahora';
    return minutes === 1 ? 'dentro de un minuto' : `dentro de unos ${minutes} minutos`;
  },
  length: {
    telehealth: (minutes) => `${minutes}, por vídeo`,
    in_person: (minutes) => `${minutes}, en la clínica`,
  },
};
