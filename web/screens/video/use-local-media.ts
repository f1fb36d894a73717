import { useEffect, useRef, useState } from 'react';
import { LocalMedia } from '../../call/local-media.ts';

/** The person's microphone and camera for as long as the component lives; then their lights go out. */
export const useLocalMedia = (will: { muted: boolean; cameraOff: boolean }): LocalMedia | null => {
  const [media, setMedia] = useState<LocalMedia | null>(null);
  const first = useRef(will);
  useEffect(() => {
    const opened = new LocalMedia(first.current);
    setMedia(opened);
    void opened.start();
    return () => opened.close();
  }, []);
  return media;
};
