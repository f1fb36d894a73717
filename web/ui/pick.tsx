import type { ReactNode } from 'react';
import classes from './pick.module.css';

interface Option {
  value: string;
  /** The whole name for a screen reader where what is shown is an abbreviation. */
  name?: string;
  label: ReactNode;
}

interface Props {
  legend: ReactNode;
  /** Groups the radio buttons; unique on the page. */
  name: string;
  options: readonly Option[];
  value: string | null;
  onChange: (value: string) => void;
  shape?: 'chips' | 'cards';
}

/** One of several, as large targets: native radio buttons, so that keyboard and screen readers know them. */
export const Pick = ({ legend, name, options, value, onChange, shape = 'chips' }: Props) => (
  <fieldset className={classes['group']}>
    <legend className={classes['legend']}>{legend}</legend>
    <div className={classes['options']} data-shape={shape}>
      {options.map((option) => (
        <label key={option.value} className={classes['option']}>
          <input
            type="radio"
            name={name}
            className={classes['input']}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            {...(option.name ? { 'aria-label': option.name } : {})}
          />
          <span className={classes['face']}>{option.label}</span>
        </label>
      ))}
    </div>
  </fieldset>
);
