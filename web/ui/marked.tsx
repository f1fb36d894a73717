import type { ComponentType, ReactNode } from 'react';
import classes from './marked.module.css';

interface Props {
  icon: ComponentType<{ 'aria-hidden': boolean }>;
  /** What the colour says beside the word; never it alone. */
  tone?: 'plain' | 'quiet' | 'good' | 'bad' | 'open';
  children: ReactNode;
}

/** A word with the icon that makes it quick to find in a list. */
export const Marked = ({ icon: Icon, tone = 'plain', children }: Props) => (
  <span className={classes['marked']} data-tone={tone}>
    <Icon aria-hidden />
    <span>{children}</span>
  </span>
);
