import type { VisitGist, VisitWords } from './visit-words.ts';

const kindOf = ({ isVideo }: VisitGist): string => (isVideo ? 'ویڈیو ملاقات' : 'ملاقات');
const yours = (gist: VisitGist): string => `${gist.who} کے ساتھ آپ کی ${kindOf(gist)}`;

export const urVisits: VisitWords = {
  news: {
    visit_requested: (gist) =>
      gist.readerIs === 'doctor'
        ? `${gist.who} کے ساتھ ${kindOf(gist)} کی درخواست ہے؛ آپ کی ہاں باقی ہے۔`
        : `${yours(gist)} کی درخواست ہو گئی ہے؛ ڈاکٹر کی ہاں باقی ہے۔`,
    visit_confirmed: (gist) => `${yours(gist)} کی تصدیق ہو گئی ہے۔`,
    visit_moved: (gist) => `${yours(gist)} کا نیا وقت طے ہوا ہے۔`,
    visit_cancelled: (gist) => `${yours(gist)} منسوخ ہو گئی ہے۔`,
    reminder_day: (gist) => `${yours(gist)} ${gist.day} ہے۔`,
    reminder_hour: (gist) => `${yours(gist)} ${gist.left} شروع ہوگی۔`,
    reminder_quarter: (gist) =>
      gist.isVideo
        ? `${yours(gist)} میں اب شامل ہو سکتے ہیں۔ یہ ${gist.left} شروع ہوگی۔`
        : `${yours(gist)} ${gist.left} شروع ہوگی۔`,
  },
  advice: {
    visit_requested: ({ readerIs }) =>
      readerIs === 'doctor'
        ? 'براہ کرم تصدیق کریں یا انکار کریں۔'
        : 'ڈاکٹر کا جواب آنے پر ہم آپ کو بتائیں گے۔',
    visit_confirmed: ({ isVideo }) =>
      isVideo ? 'لنک سنبھال کر رکھیں: اُس دن اسی سے شامل ہونا ہے۔' : 'براہ کرم چند منٹ پہلے آئیں۔',
    visit_moved: () => 'پرانا وقت اب درست نہیں ہے۔',
    visit_cancelled: ({ readerIs }) =>
      readerIs === 'doctor' ? 'یہ ملاقات نہیں ہوگی۔' : 'یہ ملاقات نہیں ہوگی؛ آپ دوسری لے سکتے ہیں۔',
    reminder_day: () => 'نہیں آ سکتے؟ براہ کرم وقت پر منسوخ کریں۔',
    reminder_hour: ({ isVideo }) =>
      isVideo ? 'ذرا پہلے شامل ہوں اور کیمرا اور مائیک جانچ لیں۔' : 'براہ کرم کلینک کے لیے نکلیں۔',
    reminder_quarter: ({ isVideo }) => (isVideo ? 'کوڈ کے لیے فون پاس رکھیں۔' : 'کلینک میں ملتے ہیں۔'),
  },
  tag: {
    visit_requested: 'درخواست',
    visit_confirmed: 'تصدیق',
    visit_moved: 'نیا وقت',
    visit_cancelled: 'منسوخ',
    reminder_day: 'یاد رہے',
    reminder_hour: 'جلد',
    reminder_quarter: 'ابھی',
  },
  template: {
    visit_requested: {
      news: 'اطلاع: {{1}} کے ساتھ ملاقات کی درخواست ہے؛ ڈاکٹر کی ہاں باقی ہے۔',
      advice: 'اسے کھول کر دیکھیں کہ کیا ہوا۔',
    },
    visit_confirmed: {
      news: 'تصدیق ہو گئی: {{1}} کے ساتھ آپ کی ملاقات۔',
      advice: 'یہ پیغام سنبھال کر رکھیں: اسی سے ملاقات کھلے گی۔',
    },
    visit_moved: {
      news: 'آپ کی ملاقات {{1}} کے ساتھ اب نئے وقت پر ہے۔',
      advice: 'پرانا وقت اب درست نہیں ہے۔',
    },
    visit_cancelled: {
      news: 'آپ کی ملاقات {{1}} کے ساتھ منسوخ ہو گئی ہے۔',
      advice: 'یہ ملاقات نہیں ہوگی۔',
    },
    reminder_day: {
      news: 'یاد رہے: {{1}} کے ساتھ آپ کی ملاقات ہے۔',
      advice: 'نہیں آ سکتے؟ براہ کرم وقت پر منسوخ کریں۔',
    },
    reminder_hour: {
      news: 'آپ کی ملاقات {{1}} کے ساتھ جلد شروع ہوگی۔',
      advice: 'ویڈیو پر: ذرا پہلے شامل ہوں اور کیمرا اور مائیک جانچ لیں۔ کلینک میں: براہ کرم نکلیں۔',
    },
    reminder_quarter: {
      news: 'آپ کی ملاقات {{1}} کے ساتھ شروع ہونے والی ہے۔',
      advice: 'ویڈیو پر: اب شامل ہو سکتے ہیں؛ کوڈ کے لیے فون پاس رکھیں۔ کلینک میں: وہیں ملتے ہیں۔',
    },
  },
  labels: { who: 'کس کے ساتھ', when: 'کب', zone: 'ٹائم زون', length: 'کتنی دیر' },
  link: { join: 'ملاقات میں شامل ہوں', open: 'ملاقات کھولیں', list: 'آپ کی ملاقاتیں' },
  comma: '، ',
  today: 'آج',
  tomorrow: 'کل',
  on: (date) => `${date} کو`,
  left: (minutes) => (minutes === 0 ? 'ابھی' : `تقریباً ${minutes} منٹ میں`),
  length: {
    telehealth: (minutes) => `${minutes}، ویڈیو پر`,
    in_person: (minutes) => `${minutes}، کلینک میں`,
  },
};
