import { Alert, Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import type { ServiceKeyMade, ServiceScope } from '../../../contract/external.ts';
import { BusyButton } from '../../ui/busy-button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { oneLine } from '../../ui/one-line.ts';
import { ProblemNote } from '../../ui/problem-note.tsx';
import classes from './keys.module.css';
import { SCOPE_WORDS, SCOPES } from './scope-words.ts';
import { useMakeKey } from './use-service-keys.ts';

interface Draft {
  name: string;
  scopes: ServiceScope[];
}

interface FieldsProps {
  draft: Draft;
  /** Whether what is missing is to be said. */
  isChecked: boolean;
  onChange: (draft: Draft) => void;
}

const Fields = ({ draft, isChecked, onChange }: FieldsProps) => (
  <>
    <TextInput
      label="Name"
      description="What will use the key, so that you know it later."
      maxLength={60}
      data-autofocus
      value={draft.name}
      onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      error={isChecked && !oneLine(draft.name) ? 'Give the key a name' : null}
    />
    <Checkbox.Group
      label="What it may do"
      value={draft.scopes}
      onChange={(chosen) => onChange({ ...draft, scopes: SCOPES.filter((scope) => chosen.includes(scope)) })}
      error={isChecked && draft.scopes.length === 0 ? 'Choose at least one' : null}
    >
      <Stack gap={0} mt="xs">
        {SCOPES.map((scope) => (
          <Checkbox key={scope} value={scope} label={SCOPE_WORDS[scope]} />
        ))}
      </Stack>
    </Checkbox.Group>
  </>
);

interface FormProps {
  makeKey: ReturnType<typeof useMakeKey>;
  onClose: () => void;
}

const NewKeyForm = ({ makeKey, onClose }: FormProps) => {
  const [draft, setDraft] = useState<Draft>({ name: '', scopes: ['otp:send', 'otp:verify'] });
  const [isChecked, setChecked] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setChecked(true);
    const name = oneLine(draft.name);
    if (name && draft.scopes.length > 0) makeKey.mutate({ name, scopes: draft.scopes });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Fields draft={draft} isChecked={isChecked} onChange={setDraft} />
        {makeKey.isError && <ProblemNote problem={makeKey.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <BusyButton type="submit" loading={makeKey.isPending}>
            Make the key
          </BusyButton>
        </Group>
      </Stack>
    </form>
  );
};

/** The one time that anybody sees the key: the server keeps a hash of it. */
const MadeKey = ({ made, onClose }: { made: ServiceKeyMade; onClose: () => void }) => {
  const copy = useRef<HTMLDivElement>(null);
  // The button that had the focus went with the form.
  useEffect(() => copy.current?.querySelector('button')?.focus(), []);
  return (
    <Stack gap="md">
      <Alert color="now" icon={<IconAlertTriangle aria-hidden />} role="status">
        Copy this key now. It is not shown again: if it is lost, revoke it and make another.
      </Alert>
      <Text>
        The key for {made.name}:
        <br />
        <code className={classes['key']}>{made.key}</code>
      </Text>
      <div ref={copy}>
        <CopyButton variant="light" fullWidth value={made.key} done="The key is copied">
          Copy key
        </CopyButton>
      </div>
      <Button fullWidth onClick={onClose}>
        I have kept it
      </Button>
    </Stack>
  );
};

/** A press beside the dialog, or Escape, must not take away a key that nobody can see again. */
export const NewKeyDialog = ({ opened, onClose }: { opened: boolean; onClose: () => void }) => {
  const makeKey = useMakeKey();
  const made = makeKey.data;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => makeKey.reset()}
      title={made ? 'Your new key' : 'New key'}
      closeOnClickOutside={!made}
      closeOnEscape={!made}
      withCloseButton={!made}
    >
      {made ? <MadeKey made={made} onClose={onClose} /> : <NewKeyForm makeKey={makeKey} onClose={onClose} />}
    </Modal>
  );
};
