import { Text } from '@mantine/core';
import type { LocalMediaState } from '../../call/local-media-state.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { browserFamilyOf, inAppBrowserOf, realBrowserOf } from './in-app-browser.ts';
import classes from './lobby.module.css';

const blocked = new Set(['refused', 'unsupported', 'unknown']);

/** Inside another app, where the camera does not work: how to get out of there with the link. */
export const InAppNotice = ({ state }: { state: LocalMediaState }) => {
  const app = inAppBrowserOf(navigator.userAgent);
  if (!app || !(blocked.has(state.microphone) || blocked.has(state.camera))) return null;
  const browser = realBrowserOf(browserFamilyOf(navigator.userAgent, navigator.maxTouchPoints));
  return (
    <div role="alert" className={classes['trouble']}>
      <Text fw={600}>Open this visit in {browser}</Text>
      <Text>
        You are inside {app}, which keeps your camera from working here. Copy the link, open {browser}, and
        paste it into the address bar. Or open the menu (⋯ or ⋮) and choose “Open in browser”.
      </Text>
      <CopyButton variant="default" value={window.location.href} done="The link is copied">
        Copy link
      </CopyButton>
    </div>
  );
};
