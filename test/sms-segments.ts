/** GSM 03.38's basic characters; any other makes the whole message UCS-2. */
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/;

/** How many SMS a text takes, each of which is paid for (3GPP TS 23.040 §9.2.3.24.1). */
export const smsSegments = (text: string): number =>
  GSM.test(text)
    ? Math.ceil(text.length / (text.length > 160 ? 153 : 160))
    : Math.ceil(text.length / (text.length > 70 ? 67 : 70));
