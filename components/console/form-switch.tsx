import { FormCheckbox } from "./form-checkbox";

export interface FormSwitchProps {
  id: string;
  label: string;
  hint: string;
  isOn: boolean;
}

/** One yes-or-no setting. The hidden field tells the server that an unticked box was there, since such a box sends nothing. */
export function FormSwitch({ id, label, hint, isOn }: FormSwitchProps) {
  return (
    <div>
      <input type="hidden" name="shown" value={id} />
      <FormCheckbox id={id} label={label} hint={hint} defaultChecked={isOn} />
    </div>
  );
}
