import type { VNode } from 'preact';
import { TextField, type FormView } from './form.tsx';

/** Who somebody is: email address and password, named as password managers look for them. The password never comes back. */
export function SignInFields({ form }: { form: FormView }): VNode {
  const { emailAddress, password } = form.view.words;
  return (
    <>
      <TextField form={form} name="email" type="email" label={emailAddress} autocomplete="username" />
      <TextField form={form} name="password" type="password" label={password} autocomplete="current-password" />
    </>
  );
}
