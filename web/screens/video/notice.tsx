import { Button, Loader, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useClinic } from '../../ui/clinic-context.ts';
import { useHeadingFocus } from '../../ui/use-heading-focus.ts';
import classes from './notice.module.css';

interface Props {
  title: string;
  text?: ReactNode;
  /** `alert` for what the person did not expect. */
  role?: 'alert' | 'status';
  isBusy?: boolean;
  /** The main action. */
  action?: ReactNode;
  children?: ReactNode;
}

/** One thing to say on an otherwise quiet page, and the way on from it. */
export const Notice = ({ title, text, role = 'status', isBusy = false, action, children }: Props) => {
  const heading = useHeadingFocus({ always: true });
  return (
    <main className={classes['page']}>
      <title>{`${title} · ${useClinic().name}`}</title>
      <div className={classes['card']}>
        {isBusy && <Loader aria-hidden />}
        <div role={role} className={classes['words']}>
          <Title order={1} size="h2" ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {text && <Text>{text}</Text>}
        </div>
        {children}
        <div className={classes['actions']}>
          {action}
          <Button component={Link} href="/" variant={action ? 'default' : 'filled'}>
            Back to dashboard
          </Button>
        </div>
      </div>
    </main>
  );
};
