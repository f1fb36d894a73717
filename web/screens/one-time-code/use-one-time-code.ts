import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { VideoOtpSent, VideoOtpVerified } from '../../../contract/appointments.ts';
import type { Channel } from '../../../contract/primitives.ts';
import { ApiProblem, request } from '../../api.ts';
import { sendTrouble, type Trouble, verifyTrouble } from './code-words.ts';

const problemOf = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem(0, 'unknown', 'Something went wrong. Try again.', null);

/** Whole seconds left until `at` (milliseconds since the epoch), counting down once a second. */
const useSecondsUntil = (at: number): number => {
  const [now, setNow] = useState(() => Date.now());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new goal starts the count afresh
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return Math.max(0, Math.ceil((at - now) / 1_000));
};

const isJudged = ({ status }: ApiProblem): boolean => status >= 400 && status < 500;

interface Options {
  appointmentId: string;
  /** The person's own number; the server compares it with the account's. */
  phone: string | null;
  onVerified: () => void;
}

const DEFAULT_RESEND_SECONDS = 60;

/** Sends the code once on opening, then again or by another way when asked, and checks what is typed. */
export const useOneTimeCode = ({ appointmentId, phone, onVerified }: Options) => {
  const [sent, setSent] = useState<VideoOtpSent | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [resendAt, setResendAt] = useState(0);
  const [code, setCode] = useState('');
  const [focusKey, setFocusKey] = useState(0);
  const opened = useRef(false);
  const path = `/appointments/${encodeURIComponent(appointmentId)}`;
  const restart = (): void => {
    setCode('');
    setFocusKey((key) => key + 1);
  };
  const sending = useMutation({
    mutationFn: (channel: Channel) =>
      request<VideoOtpSent>('POST', `${path}/send-video-otp`, { body: { channel } }),
    onMutate: () => {
      setTrouble(null);
      restart();
    },
    // A quick phone shows the code before this answer is here, so what is typed by then stays.
    onSuccess: (answer) => {
      setSent(answer);
      setResendAt(Date.now() + answer.resend_in * 1_000);
    },
    onError: (error) => {
      const problem = problemOf(error);
      setTrouble(sendTrouble(problem));
      if (problem.status === 429) {
        setResendAt(Date.now() + (problem.retryAfter ?? DEFAULT_RESEND_SECONDS) * 1_000);
      }
      setFocusKey((key) => key + 1);
    },
  });
  const verifying = useMutation({
    mutationFn: (typed: string) =>
      request<VideoOtpVerified>('POST', `${path}/verify-video-otp`, {
        body: { contact_number: phone ?? '', otp_code: typed },
      }),
    onMutate: () => setTrouble(null),
    onSuccess: onVerified,
    onError: (error) => {
      const problem = problemOf(error);
      setTrouble(verifyTrouble(problem));
      // A code that nobody judged stays: pressing Verify again is all it takes.
      if (isJudged(problem)) setCode('');
      setFocusKey((key) => key + 1);
    },
  });
  const { mutate: send } = sending;
  useEffect(() => {
    if (opened.current) return;
    opened.current = true;
    send('sms');
  }, [send]);
  return {
    sent,
    trouble,
    resendIn: useSecondsUntil(resendAt),
    isSending: sending.isPending,
    isVerifying: verifying.isPending || verifying.isSuccess,
    code,
    setCode,
    focusKey,
    send,
    verify: verifying.mutate,
  };
};
