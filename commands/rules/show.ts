import { Args, Command, Flags } from '@oclif/core';
import { print } from '../print.ts';

/** Explains one rule. */
export default class RulesShow extends Command {
  static override readonly summary = 'Explain a rule: why it matters, what it reads, its params, and how to mend what it finds.';
  static override readonly examples = [
    { description: 'Explain a rule:', command: '<%= config.bin %> <%= command.id %> s3/versioning-enabled' },
    {
      description: 'The permissions that it needs:',
      command: `<%= config.bin %> <%= command.id %> s3/versioning-enabled --json | jq -r '.reads[].action'`,
    },
  ];
  static override readonly args = {
    rule: Args.string({ description: 'Id of the rule, such as s3/versioning-enabled.', required: true }),
  };
  static override readonly flags = {
    json: Flags.boolean({ description: 'Print JSON.' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(RulesShow);
    const { showRule } = await import('./text.ts');
    await print(await showRule(args.rule, flags));
  }
}
