import type { VisitGist, VisitWords } from './visit-words.ts';

const kindOf = ({ isVideo }: VisitGist): string => (isVideo ? 'वीडियो मुलाक़ात' : 'मुलाक़ात');
const yours = (gist: VisitGist): string => `${gist.who} के साथ आपकी ${kindOf(gist)}`;

export const hiVisits: VisitWords = {
  news: {
    visit_requested: (gist) =>
      gist.readerIs === 'doctor'
        ? `${gist.who} के साथ ${kindOf(gist)} का अनुरोध है; आपकी हाँ बाक़ी है।`
        : `${yours(gist)} का अनुरोध हो गया है; डॉक्टर की हाँ बाक़ी है।`,
    visit_confirmed: (gist) => `${yours(gist)} की पुष्टि हो गई है।`,
    visit_moved: (gist) => `${yours(gist)} का नया समय तय हुआ है।`,
    visit_cancelled: (gist) => `${yours(gist)} रद्द हो गई है।`,
    reminder_day: (gist) => `${yours(gist)} ${gist.day} है।`,
    reminder_hour: (gist) => `${yours(gist)} ${gist.left} शुरू होगी।`,
    reminder_quarter: (gist) =>
      gist.isVideo
        ? `${yours(gist)} में अब जुड़ सकते हैं। यह ${gist.left} शुरू होगी।`
        : `${yours(gist)} ${gist.left} शुरू होगी।`,
  },
  advice: {
    visit_requested: ({ readerIs }) =>
      readerIs === 'doctor' ? 'कृपया पुष्टि करें या मना करें।' : 'डॉक्टर का जवाब आने पर हम आपको बताएँगे।',
    visit_confirmed: ({ isVideo }) =>
      isVideo ? 'लिंक सँभालकर रखें: उस दिन इसी से जुड़ना है।' : 'कृपया कुछ मिनट पहले आएँ।',
    visit_moved: () => 'पुराना समय अब मान्य नहीं है।',
    visit_cancelled: ({ readerIs }) =>
      readerIs === 'doctor' ? 'यह मुलाक़ात नहीं होगी।' : 'यह मुलाक़ात नहीं होगी; आप दूसरी ले सकते हैं।',
    reminder_day: () => 'नहीं आ सकते? कृपया समय रहते रद्द करें।',
    reminder_hour: ({ isVideo }) =>
      isVideo ? 'थोड़ा पहले जुड़ें और कैमरा व माइक जाँच लें।' : 'कृपया क्लिनिक के लिए निकलें।',
    reminder_quarter: ({ isVideo }) => (isVideo ? 'कोड के लिए फ़ोन पास रखें।' : 'क्लिनिक में मिलते हैं।'),
  },
  tag: {
    visit_requested: 'अनुरोध',
    visit_confirmed: 'पुष्टि',
    visit_moved: 'नया समय',
    visit_cancelled: 'रद्द',
    reminder_day: 'याद रहे',
    reminder_hour: 'जल्द',
    reminder_quarter: 'अभी',
  },
  template: {
    visit_requested: {
      news: 'सूचना: {{1}} के साथ मुलाक़ात का अनुरोध है; डॉक्टर की हाँ बाक़ी है।',
      advice: 'इसे खोलकर देखें कि क्या हुआ।',
    },
    visit_confirmed: {
      news: 'पुष्टि हो गई: {{1}} के साथ आपकी मुलाक़ात।',
      advice: 'यह संदेश सँभालकर रखें: इसी से मुलाक़ात खुलेगी।',
    },
    visit_moved: {
      news: 'आपकी मुलाक़ात {{1}} के साथ अब नए समय पर है।',
      advice: 'पुराना समय अब मान्य नहीं है।',
    },
    visit_cancelled: {
      news: 'आपकी मुलाक़ात {{1}} के साथ रद्द हो गई है।',
      advice: 'यह मुलाक़ात नहीं होगी।',
    },
    reminder_day: {
      news: 'याद रहे: {{1}} के साथ आपकी मुलाक़ात है।',
      advice: 'नहीं आ सकते? कृपया समय रहते रद्द करें।',
    },
    reminder_hour: {
      news: 'आपकी मुलाक़ात {{1}} के साथ जल्द शुरू होगी।',
      advice: 'वीडियो पर: थोड़ा पहले जुड़ें और कैमरा व माइक जाँच लें। क्लिनिक में: कृपया निकलें।',
    },
    reminder_quarter: {
      news: 'आपकी मुलाक़ात {{1}} के साथ शुरू होने वाली है।',
      advice: 'वीडियो पर: अब जुड़ सकते हैं; कोड के लिए फ़ोन पास रखें। क्लिनिक में: वहीं मिलते हैं।',
    },
  },
  labels: { who: 'किसके साथ', when: 'कब', zone: 'समय क्षेत्र', length: 'कितनी देर' },
  link: { join: 'मुलाक़ात में जुड़ें', open: 'मुलाक़ात खोलें', list: 'आपकी मुलाक़ातें' },
  comma: ', ',
  today: 'आज',
  tomorrow: 'कल',
  on: (date) => `${date} को`,
  left: (minutes) => (minutes === 0 ? 'अभी' : `लगभग ${minutes} मिनट में`),
  length: {
    telehealth: (minutes) => `${minutes}, वीडियो पर`,
    in_person: (minutes) => `${minutes}, क्लिनिक में`,
  },
};
