import {
  Actions,
  Button,
  Choice,
  Choices,
  Form,
  Section,
  Select,
  TextField,
  type FormView,
  type Page,
  type Problem,
} from '@gpii/pages';
import { matchingCodeOf } from '@gpii/protocol';
import type { VNode } from 'preact';
import type { AccountVisit, Visit } from '../visit.ts';
import { CHOICES_SHOWN, type Choices as Offered } from './choices.ts';
import { originOf, type ConnectFault, type ConnectRequest } from './read-connect-request.ts';

/** What the page is drawn from, besides the visit. */
interface Shown {
  readonly asked: ConnectRequest;
  readonly offered: Offered;
  /** What the form holds. */
  readonly values: { readonly which: string; readonly name: string; readonly existing: string; readonly find: string };
  readonly problems: readonly Problem[];
}

/** Shows the code, and asks which credential the computer gets. */
export function connectPage(visit: AccountVisit, { asked, offered, values, problems }: Shown): Page {
  const words = visit.words.connect;
  const computer = asked.computer === '' ? words.aComputer : asked.computer;
  const action = visit.href(visit.request.url ?? '/');
  const form: FormView = { view: visit.view, action, problems, values };
  return {
    title: words.title(computer),
    problems,
    formTarget: originOf(asked.port),
    body: (
      <>
        <p class="lead">{words.lead}</p>
        <MatchingCode code={matchingCodeOf(asked.codeChallenge)} />
        <p>{words.who(visit.account.email, asked.port)}</p>
        <p>{words.caution}</p>
        <Form form={form}>
          <Which visit={visit} form={form} offered={offered} />
          <Actions>
            <Button name="decision" value="connect">
              {words.connect(computer)}
            </Button>
            <Button look="plain" name="decision" value="decline">
              {words.decline}
            </Button>
          </Actions>
        </Form>
        {offered.all > CHOICES_SHOWN ? <Find visit={visit} form={form} /> : null}
      </>
    ),
  };
}

/** Read letter by letter where it is read aloud. */
function MatchingCode({ code }: { code: string }): VNode {
  const spoken = code.replace(/[A-Z](?=[A-Z])/g, '$& ').replace('-', ', ');
  return (
    <p class="match">
      <span aria-hidden="true">{code}</span>
      <span class="hidden">{spoken}</span>
    </p>
  );
}

function Which({ visit, form, offered }: { visit: Visit; form: FormView; offered: Offered }): VNode {
  const words = visit.words.connect;
  const name = <TextField form={form} name="name" label={words.name} autocomplete="off" />;
  if (offered.all === 0) {
    return (
      <>
        <input type="hidden" name="which" value="new" />
        {name}
      </>
    );
  }
  const { which } = form.values;
  return (
    <Choices form={form} name="which" question={words.which}>
      <Choice
        type="radio"
        id="which"
        name="which"
        value="new"
        label={words.newOne}
        hint={words.newOneHint}
        isChecked={which !== 'existing'}
      >
        {name}
      </Choice>
      <Choice
        type="radio"
        id="which-existing"
        name="which"
        value="existing"
        label={words.oldOne}
        hint={words.oldOneHint}
        isChecked={which === 'existing'}
      >
        <Existing visit={visit} form={form} offered={offered} />
      </Choice>
    </Choices>
  );
}

function Existing({ visit, form, offered }: { visit: Visit; form: FormView; offered: Offered }): VNode {
  const words = visit.words.connect;
  const { credentials, found, all } = offered;
  const options = credentials.map(({ clientId, name, secrets }) => ({
    value: clientId,
    text: `${name === '' ? clientId : name} (${words.computers(secrets)})`,
  }));
  const isAll = credentials.length === all;
  const isFirst = found === all;
  const several = isFirst ? words.existingMany(CHOICES_SHOWN, all) : words.existingFound(credentials.length, found);
  return (
    <Select
      form={form}
      name="existing"
      label={words.existing}
      hint={isAll ? words.existingHint : several}
      options={[{ value: '', text: words.choose }, ...options]}
    />
  );
}

/** A form of its own, so that Enter in the other one connects. */
function Find({ visit, form }: { visit: Visit; form: FormView }): VNode {
  const words = visit.words.connect;
  return (
    <Section id="find-heading" heading={words.findHeading}>
      <Form form={form}>
        <TextField form={form} name="find" type="search" label={words.find} autocomplete="off" />
        <Actions>
          <Button look="plain" name="decision" value="find">
            {words.findButton}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

/** Says what is wrong with the address. */
export function brokenPage({ words: { connect } }: Visit, fault: ConnectFault): Page {
  return {
    title: connect.broken.title,
    body: (
      <>
        <p>{connect.broken.faults[fault]}</p>
        <p>{connect.broken.advice}</p>
      </>
    ),
  };
}
