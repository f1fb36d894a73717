import { navigate } from 'wouter/use-browser-location';
import { type JoinNotice, type NoticeSetting, noticeInWords } from './join-notices.ts';

const shown = new Map<string, Notification>();

/** Null where the browser lets no page make one, though a person has allowed it in its settings. */
const made = (...given: ConstructorParameters<typeof Notification>): Notification | null => {
  try {
    return new Notification(...given);
  } catch {
    return null;
  }
};

/** Shows a notification of the system. Pressing it comes back to this tab, on the page of the visit. */
export const showNotice = (notice: JoinNotice, setting: NoticeSetting): void => {
  const { kind, visitId, key } = notice;
  if (kind === 'inside') return;
  const { title, body } = noticeInWords({ ...notice, kind }, setting);
  const notification = made(title, { body, tag: `anteroom-${kind}-${visitId}`, lang: 'en' });
  if (!notification) return;
  shown.set(key, notification);
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
    navigate(`/appointments/${visitId}/video`);
  });
};

/** Takes back what is no longer true. */
export const closeNoticesBut = (stillTrue: readonly string[]): void => {
  for (const [key, notification] of shown) {
    if (stillTrue.includes(key)) continue;
    notification.close();
    shown.delete(key);
  }
};
