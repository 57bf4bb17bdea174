import type { HTMLInputTypeAttribute } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField';
import styles from './TextField.module.css';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'style' | 'children' | 'type'> {
  label: string;
  type?: HTMLInputTypeAttribute;
  rows?: number;
  placeholder?: string;
}

/** A labelled line of text, or several with `rows`. */
export function TextField({ label, rows, placeholder = '', type = 'text', ...props }: TextFieldProps) {
  return (
    <AriaTextField {...props} type={type} className={() => styles.field ?? ''}>
      <Label className={styles.label ?? ''}>{label}</Label>
      {rows === undefined ? (
        <Input className={() => styles.input ?? ''} placeholder={placeholder} />
      ) : (
        <TextArea className={() => styles.input ?? ''} placeholder={placeholder} rows={rows} dir="auto" />
      )}
      <FieldError className={() => styles.error ?? ''} />
    </AriaTextField>
  );
}
