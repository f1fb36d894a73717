import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Channel } from '../../../contract/primitives.ts';
import { ApiProblem } from '../../api.ts';
import { isJustSent, type Trouble, waitForNext } from './code-words.ts';
import { useDelivery } from './use-delivery.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

/** A code that went out; `delivery_id` is null where nobody may ask what became of it. */
export interface CodeSent {
  channel: Channel;
  to: string;
  /** Seconds until another may be asked for. */
  resend_in: number;
  delivery_id: string | null;
}

/** How the step starts: with a code sent before, with a refusal that leads here all the same, or by sending one. */
export type Beginning = { sent: CodeSent } | { refused: ApiProblem } | { channel: Channel };

interface Options {
  beginning: Beginning;
  send: (channel: Channel) => Promise<CodeSent>;
  verify: (code: string) => Promise<unknown>;
  sendTrouble: (problem: ApiProblem) => Trouble;
  /** Null where it is said elsewhere on the page. */
  verifyTrouble: (problem: ApiProblem) => Trouble | null;
  onVerified?: () => void;
}

type Say = (trouble: Trouble | null) => void;

const DEFAULT_RESEND_SECONDS = 60;

const problemOf = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem(0, 'unknown', 'Something went wrong. Try again.', null);

const isJudged = ({ status, code }: ApiProblem): boolean =>
  status >= 400 && status < 500 && code !== 'invalid_request';

/** The instant from which another code may be asked for after this refusal; 0 where it forbids nothing. */
const resendAfter = ({ status, retryAfter }: ApiProblem): number =>
  status === 429 ? Date.now() + (retryAfter ?? DEFAULT_RESEND_SECONDS) * 1_000 : 0;

const resendAtOf = (beginning: Beginning): number => {
  if ('sent' in beginning) return Date.now() + beginning.sent.resend_in * 1_000;
  return 'refused' in beginning ? resendAfter(beginning.refused) : 0;
};

/** The boxes: what is typed, and when they ask for the cursor. */
const useTyped = () => {
  const [code, setCode] = useState('');
  const [focusKey, setFocusKey] = useState(0);
  const focus = (): void => setFocusKey((key) => key + 1);
  const empty = (): void => setCode('');
  return { code, setCode, focusKey, focus, empty };
};

type Typed = ReturnType<typeof useTyped>;

/** The code that went out last, or why none did, and what became of its message. */
const useSending = ({ beginning, send, sendTrouble }: Options, typed: Typed, say: Say) => {
  const [sent, setSent] = useState('sent' in beginning ? beginning.sent : null);
  const [resendAt, setResendAt] = useState(() => resendAtOf(beginning));
  const delivery = useDelivery(sent?.delivery_id ?? null);
  const isLost = delivery?.status === 'failed';
  const sending = useMutation({
    mutationFn: send,
    onMutate: () => {
      say(null);
      typed.empty();
      typed.focus();
    },
    // A quick phone shows the code before this answer is here, so what is typed by then stays.
    onSuccess: (answer) => {
      setSent(answer);
      setResendAt(Date.now() + answer.resend_in * 1_000);
    },
    onError: (error) => {
      const problem = problemOf(error);
      say(isLost && isJustSent(problem) ? waitForNext(problem) : sendTrouble(problem));
      if (problem.status === 429) setResendAt(resendAfter(problem));
      typed.focus();
    },
  });
  return { sent, resendAt, delivery: sending.isPending ? null : delivery, sending };
};

/** Hands in what was typed. */
const useVerifying = ({ verify, verifyTrouble, onVerified }: Options, typed: Typed, say: Say) =>
  useMutation({
    mutationFn: verify,
    onMutate: () => say(null),
    ...(onVerified ? { onSuccess: onVerified } : {}),
    onError: (error) => {
      const problem = problemOf(error);
      say(verifyTrouble(problem));
      // A code that nobody judged stays: handing it in again is all it takes.
      if (isJudged(problem)) typed.empty();
      typed.focus();
    },
  });

/** Sends codes, first or again or by another way, watches whether they arrive, and checks what is typed. */
export const useCodeStep = (options: Options) => {
  const { beginning, sendTrouble } = options;
  const [trouble, say] = useState('refused' in beginning ? sendTrouble(beginning.refused) : null);
  const typed = useTyped();
  const { sent, resendAt, delivery, sending } = useSending(options, typed, say);
  const verifying = useVerifying(options, typed, say);
  const firstChannel = useRef('channel' in beginning ? beginning.channel : null);
  const { mutate: send } = sending;
  useEffect(() => {
    if (firstChannel.current) send(firstChannel.current);
    firstChannel.current = null;
  }, [send]);
  const resendIn = useSecondsUntil(resendAt);
  return {
    sent,
    trouble,
    resendIn,
    /** The countdown ran out, so another code may be asked for. */
    canResend: resendAt > 0 && resendIn === 0 && !sending.isPending,
    /** What became of the message where that is known, and not while the next is being sent. */
    delivery,
    isSending: sending.isPending,
    isVerifying: verifying.isPending || verifying.isSuccess,
    code: typed.code,
    setCode: typed.setCode,
    focusKey: typed.focusKey,
    send,
    verify: verifying.mutate,
  };
};

export type CodeStep = ReturnType<typeof useCodeStep>;
