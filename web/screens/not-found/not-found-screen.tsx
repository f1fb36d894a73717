import { Button, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { Page } from '../../ui/page.tsx';

export const NotFoundScreen = () => (
  <Page title="There is nothing here" tabTitle="Not found" width="narrow">
    <Stack align="start" gap="lg">
      <Text>The address may be mistyped, or the page is for somebody else.</Text>
      <Button component={Link} href="/">
        Go to your visits
      </Button>
    </Stack>
  </Page>
);
