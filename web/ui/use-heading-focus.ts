import { type RefObject, useEffect, useRef } from 'react';

let isFirstScreen = true;

/**
 * The heading of a screen takes the focus when the screen appears, so that it is read out. The first screen of
 * a visit leaves the focus where the browser put it, unless `always`.
 */
export const useHeadingFocus = ({ always = false } = {}): RefObject<HTMLHeadingElement | null> => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (always || !isFirstScreen) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    isFirstScreen = false;
  }, [always]);
  return heading;
};
