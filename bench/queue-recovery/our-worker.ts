import { startSender } from '../reminders/start-sender.ts';

/** Says of each message when it is handed to the provider, by whom it goes to: each patient gets one. */
const [, , url = '', , mode = ''] = process.argv;
await startSender(url, {
  name: 'bench',
  channels: ['email'],
  send: (message) => {
    process.send?.({ took: message.to });
    return mode === 'hold'
      ? new Promise(() => {})
      : Promise.resolve({ outcome: 'accepted', providerId: message.id, status: 'sent' });
  },
  find: async () => ({ found: 'untold' }),
});
