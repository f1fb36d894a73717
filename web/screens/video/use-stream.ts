import { type RefObject, useEffect, useMemo, useRef } from 'react';

/** A stream that holds just this track; null for none. */
export const useTrackStream = (track: MediaStreamTrack | null): MediaStream | null =>
  useMemo(() => (track ? new MediaStream([track]) : null), [track]);

/** Shows a stream in an element. A muted video always may start; what has sound may be refused: see `RemoteSound`. */
export const useStream = <E extends HTMLMediaElement>(stream: MediaStream | null): RefObject<E | null> => {
  const element = useRef<E>(null);
  useEffect(() => {
    if (element.current && element.current.srcObject !== stream) element.current.srcObject = stream;
  }, [stream]);
  return element;
};
