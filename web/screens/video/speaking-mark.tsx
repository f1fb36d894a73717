import { IconVolume } from '@tabler/icons-react';
import classes from './speaking-mark.module.css';

/**
 * Says who is heard just now. It has a place of its own over the picture, so that nothing moves when it comes
 * and goes, and is not read out: whoever can't see it hears the person.
 */
export const SpeakingMark = ({ name }: { name: string }) => (
  <p className={classes['mark']} aria-live="off">
    <IconVolume size={18} aria-hidden className={classes['icon']} />
    <span>
      <span className={classes['who']}>{name} </span>
      is speaking
    </span>
  </p>
);
