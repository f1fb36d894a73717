import type { Member } from './member.ts';
import type { PeerConnectionState } from './messages.ts';

/** Who has which media connection with whom: between two pages instead of each with the vendor's media server. */
export class Introductions {
  /** Whose offer waits for an answer, by media connection. */
  readonly #offerers = new Map<string, Member>();

  /** The offer of who comes goes to who is there already, and the answer comes back the same way. */
  introduce(member: Member, other: Member): PeerConnectionState[] {
    const offers = [...member.connections.values()];
    for (const { id } of offers) {
      this.#offerers.set(id, member);
      member.partners.set(id, other);
      other.partners.set(id, member);
    }
    return offers;
  }

  /** Of what a member said of its connections, what the other one is to hear. */
  between(member: Member, other: Member, states: readonly PeerConnectionState[]): PeerConnectionState[] {
    return states.filter(
      (state) => member.partners.get(state.id) === other && this.#takesTurn(member, state),
    );
  }

  /** Their connections end for the one who stays. */
  part(member: Member, other: Member): object[] {
    const shared = [...other.partners].filter(([, partner]) => partner === member).map(([id]) => id);
    for (const id of shared) {
      other.partners.delete(id);
      other.connections.delete(id);
      this.#offerers.delete(id);
    }
    return shared.map((id) => ({ id, description: { type: 'close', revision: 0 } }));
  }

  /** Of two offers that meet only the first goes on: who made the second one makes it again by itself. */
  #takesTurn(member: Member, { id, description }: PeerConnectionState): boolean {
    const offerer = this.#offerers.get(id);
    if (description?.type === 'offer') {
      if (offerer && offerer !== member) return false;
      this.#offerers.set(id, member);
    }
    if (description?.type === 'answer') this.#offerers.delete(id);
    return true;
  }
}
