import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import classes from './code-boxes.module.css';
import { digitsIn, typeInto } from './code-digits.ts';

interface Props {
  length: number;
  /** Digits only; the first boxes hold them, without holes. */
  value: string;
  onChange: (value: string) => void;
  /** Called with the whole code when the last box fills. */
  onComplete?: (code: string) => void;
  disabled?: boolean;
  invalid?: boolean;
  /** Id of the text that says what is wrong or where the code went. */
  describedBy?: string;
  /** Puts the cursor into the first free box whenever this changes. */
  focusKey?: number;
}

/** A group of single-digit boxes that acts as one field: typing, pasting and autofill run through it. */
export const CodeBoxes = (props: Props) => {
  const { length, value, onChange, onComplete, disabled = false, invalid = false, focusKey = 0 } = props;
  const boxes = useRef<(HTMLInputElement | null)[]>([]);
  const focus = (index: number): void => boxes.current[Math.max(0, Math.min(index, length - 1))]?.focus();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key alone asks for the focus
  useEffect(() => {
    if (!disabled) boxes.current[Math.min(value.length, length - 1)]?.focus();
  }, [focusKey, disabled]);

  const change = (index: number, text: string): void => {
    const next = typeInto(value, index, text, length);
    onChange(next);
    const added = Math.max(1, Math.min(digitsIn(text).length, length));
    focus(next.length < value.length ? index : Math.min(next.length, index + added));
    if (next.length === length && next !== value) onComplete?.(next);
  };

  const press = (index: number, event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') focus(index - 1);
    else if (event.key === 'ArrowRight') focus(Math.min(index + 1, value.length));
    else if (event.key === 'Backspace' && index >= value.length) {
      onChange(value.slice(0, -1));
      focus(value.length - 1);
    } else return;
    event.preventDefault();
  };

  const paste = (index: number, event: ClipboardEvent): void => {
    event.preventDefault();
    change(index, event.clipboardData.getData('text'));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a flex row in every browser we serve
    <div
      role="group"
      aria-label="One-time code"
      aria-describedby={props.describedBy}
      className={classes['row']}
      data-long={length > 6}
      dir="ltr"
    >
      {Array.from({ length }, (_, index) => (
        <input
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          key={index}
          ref={(box) => {
            boxes.current[index] = box;
          }}
          className={classes['box']}
          aria-label={`Digit ${index + 1} of ${length}`}
          aria-invalid={invalid}
          autoComplete={index === 0 ? 'one-time-code' : 'off'}
          inputMode="numeric"
          type="text"
          disabled={disabled}
          value={value[index] ?? ''}
          onChange={(event) => change(index, event.currentTarget.value)}
          onKeyDown={(event) => press(index, event)}
          onPaste={(event) => paste(index, event)}
          onFocus={(event) => event.currentTarget.select()}
        />
      ))}
    </div>
  );
};
