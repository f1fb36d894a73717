import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useClinic } from './clinic-context.ts';
import classes from './page.module.css';

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

let isFirstPage = true;

/** A screen: names the tab and, after a change of page, takes the focus to its heading so that it is read out. */
export const Page = ({ title, tabTitle, intro, action, width = 'wide', children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const { name: clinic } = useClinic();
  useEffect(() => {
    document.title = `${tabTitle ?? title} · ${clinic}`;
  }, [title, tabTitle, clinic]);
  useEffect(() => {
    // The first page of a visit leaves the focus where the browser put it.
    if (!isFirstPage) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    isFirstPage = false;
  }, []);
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
