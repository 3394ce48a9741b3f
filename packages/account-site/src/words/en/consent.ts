/** What web applications may see. */
export const consent = {
  title: 'Sharing',
  lead: 'These web applications may see some of your preferences. They can change nothing, and do not have your GPII key.',
  empty: 'No web application can see your preferences through this account.',
  howTo: 'A web application that wants to see them sends you here, and you choose what it gets.',
  facts: { key: 'GPII key', groups: 'What it sees', since: 'Since' },
  takeBack: 'Stop sharing',
  takeBackWith: (application: string) => ` with ${application}`,
  done: { stopped: 'Sharing has ended. The application cannot see your preferences any more.' },
};
