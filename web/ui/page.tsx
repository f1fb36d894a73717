import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useClinic } from './clinic-context.ts';
import classes from './page.module.css';
import { useHeadingFocus } from './use-heading-focus.ts';

interface Props {
  title: string;
  /** Shown in the browser's tab where the heading alone would say too little there. */
  tabTitle?: string;
  intro?: ReactNode;
  /** The one main action of the screen. */
  action?: ReactNode;
  /** `narrow` for what is read or filled in line by line. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
}

/** A screen: names the tab and, after a change of page, takes the focus to its heading so that it is read out. */
export const Page = ({ title, tabTitle, intro, action, width = 'wide', children }: Props) => {
  const heading = useHeadingFocus();
  const { name: clinic } = useClinic();
  useEffect(() => {
    document.title = `${tabTitle ?? title} · ${clinic}`;
  }, [title, tabTitle, clinic]);
  return (
    <div className={classes['page']} data-width={width}>
      <Group justify="space-between" align="center" gap="md" mb="xl">
        <Stack gap="xs" className={classes['heading']}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {intro && <Text c="dimmed">{intro}</Text>}
        </Stack>
        {action}
      </Group>
      {children}
    </div>
  );
};
