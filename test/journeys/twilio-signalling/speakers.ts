import type { Page } from 'playwright-core';

/** The channel on which the vendor's media server tells who is heard. */
export const SPEAKERS = 'speakers-of-the-room';

declare global {
  interface Window {
    speakerChannels?: RTCDataChannel[];
  }
}

/** Gives every media connection of the page the channel that the media server would open. Before it is opened. */
export const prepareSpeakers = async (page: Page): Promise<void> => {
  await page.addInitScript((label) => {
    const channels: RTCDataChannel[] = [];
    window.speakerChannels = channels;
    // A proxy and no subclass: the SDK looks up what a connection can in its prototype's own properties.
    window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
      construct: (plain, [configuration]: [RTCConfiguration?]) => {
        const connection = new plain(configuration);
        channels.push(connection.createDataChannel(label));
        return connection;
      },
    });
  }, SPEAKERS);
};

/** Tells the other side of this page's connections who is heard there; null for nobody. */
export const sayWhoSpeaks = (page: Page, sid: string | null): Promise<number> =>
  page.evaluate((participant) => {
    const open = (window.speakerChannels ?? []).filter(({ readyState }) => readyState === 'open');
    for (const channel of open) channel.send(JSON.stringify({ type: 'active_speaker', participant }));
    return open.length;
  }, sid);
