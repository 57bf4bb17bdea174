import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from './Choice.module.css';
import { cx } from './cx';

interface Option<Id extends string> {
  id: Id;
  label: string;
  detail?: string;
  isDisabled?: boolean;
}

interface ChoiceProps<Id extends string> {
  label: string;
  options: readonly Option<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
  look?: 'cards' | 'segments';
  isLabelHidden?: boolean;
}

/** One of a few, all of them in sight. */
export function Choice<Id extends string>(props: ChoiceProps<Id>) {
  const { label, options, chosen, onChoose, look = 'cards', isLabelHidden = false } = props;
  return (
    <RadioGroup
      value={chosen}
      onChange={(value) => {
        const option = options.find(({ id }) => id === value);
        if (option) onChoose(option.id);
      }}
      orientation={look === 'segments' ? 'horizontal' : 'vertical'}
      className={() => cx(styles.group, styles[look])}
      {...(isLabelHidden ? { 'aria-label': label } : {})}
    >
      {!isLabelHidden && <Label className={styles.label ?? ''}>{label}</Label>}
      <div className={styles.options}>
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            isDisabled={option.isDisabled ?? false}
            className={() => styles.option ?? ''}
          >
            {option.label}
            {option.detail && <span className={styles.detail}>{option.detail}</span>}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
