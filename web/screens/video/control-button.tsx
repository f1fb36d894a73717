import type { Icon } from '@tabler/icons-react';
import classes from './control-button.module.css';

interface Props {
  icon: Icon;
  label: string;
  /** The thing is switched off now; the label says what pressing does. */
  isOff?: boolean;
  tone?: 'plain' | 'on' | 'leave';
  disabled?: boolean;
  onClick: () => void;
}

/** One control of a call: an icon with its word, of a size that does not change with the word. */
export const ControlButton = ({
  icon: Sign,
  label,
  isOff = false,
  tone = 'plain',
  disabled,
  onClick,
}: Props) => (
  <button
    type="button"
    className={classes['control']}
    data-tone={isOff ? 'off' : tone}
    disabled={disabled}
    onClick={onClick}
  >
    <Sign size={24} aria-hidden />
    <span className={classes['word']}>{label}</span>
  </button>
);
