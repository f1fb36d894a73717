import { Paper, type PaperProps } from '@mantine/core';
import type { ComponentProps } from 'react';
import classes from './card.module.css';

interface Props extends PaperProps, Omit<ComponentProps<'div'>, keyof PaperProps> {
  /** `article` for one of a list of things that stand for themselves. */
  component?: 'div' | 'article';
  /** `now` is for what happens at this moment, `quiet` for what is over. */
  mood?: 'plain' | 'now' | 'quiet';
}

export const Card = ({ component = 'div', mood = 'plain', className, ...rest }: Props) => (
  <Paper
    component={component}
    radius="lg"
    data-mood={mood}
    className={className ? `${classes['card']} ${className}` : classes['card']}
    {...rest}
  />
);
