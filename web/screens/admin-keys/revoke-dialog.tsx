import type { ServiceKey } from '../../../contract/external.ts';
import { AskOnceMore } from '../../ui/ask-once-more.tsx';
import { useRevokeKey } from './use-service-keys.ts';

interface Props {
  serviceKey: ServiceKey;
  opened: boolean;
  onClose: () => void;
  /** Once the dialog is gone, and the button that led to it as well. */
  onRevoked: () => void;
}

export const RevokeDialog = ({ serviceKey, opened, onClose, onRevoked }: Props) => (
  <AskOnceMore
    title="Revoke this key?"
    words={`Whatever uses “${serviceKey.name}” is refused from now on. This can’t be undone; you can make another key at any time.`}
    keep="Keep the key"
    go="Yes, revoke it"
    change={useRevokeKey(serviceKey.id)}
    opened={opened}
    onClose={onClose}
    onDone={onRevoked}
  />
);
