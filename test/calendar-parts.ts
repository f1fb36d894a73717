/** The parts that calendars read, as they stand in the mail, with the encoding of each undone. */
export const calendarParts = (raw: string): { type: string; content: Buffer }[] =>
  raw.split(/\r\n--[^\r]+\r\n/).flatMap((part) => {
    const end = part.indexOf('\r\n\r\n');
    const head = part.slice(0, end).replace(/\r\n[ \t]+/g, ' ');
    const type = /^Content-Type: (text\/calendar.*|application\/ics.*)$/im.exec(head)?.[1];
    if (type === undefined) return [];
    const body = part.slice(end + 4);
    if (/^Content-Transfer-Encoding: base64$/im.test(head))
      return [{ type, content: Buffer.from(body, 'base64') }];
    if (!/^Content-Transfer-Encoding: quoted-printable$/im.test(head))
      return [{ type, content: Buffer.from(body, 'latin1') }];
    const unfolded = body.replace(/=\r\n/g, '');
    const bytes = unfolded.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return [{ type, content: Buffer.from(bytes, 'latin1') }];
  });
