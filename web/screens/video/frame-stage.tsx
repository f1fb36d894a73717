import { useEffect, useRef } from 'react';
import classes from './call-screen.module.css';

/** Room for a vendor's own page, which brings its pictures and its controls. */
export const FrameStage = ({ mount }: { mount: (host: HTMLElement) => () => void }) => {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? mount(host.current) : undefined), [mount]);
  return <div ref={host} className={classes['frame']} />;
};
