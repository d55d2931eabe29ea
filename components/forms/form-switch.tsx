import { FormCheckbox } from "./form-checkbox";

export interface FormSwitchProps {
  id: string;
  label: string;
  hint: string;
  isOn: boolean;
}

/** One yes-or-no setting. An unticked box sends nothing, so a hidden field tells the server that the box was there. */
export function FormSwitch({ id, label, hint, isOn }: FormSwitchProps) {
  return (
    <div>
      <input type="hidden" name="shown" value={id} />
      <FormCheckbox id={id} label={label} hint={hint} defaultChecked={isOn} />
    </div>
  );
}
