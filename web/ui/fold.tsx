import type { ReactNode } from 'react';
import classes from './fold.module.css';

interface Props {
  summary: string;
  /** Opens it from outside; whoever reads may still close it. */
  isOpen?: boolean;
  children: ReactNode;
}

/** What is folded away until somebody asks for it. */
export const Fold = ({ summary, isOpen = false, children }: Props) => (
  <details open={isOpen}>
    <summary className={classes['summary']}>{summary}</summary>
    {children}
  </details>
);
