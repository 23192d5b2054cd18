import { Command, Flags } from '@oclif/core';
import { print } from '../print.ts';

/** Lists the rules. */
export default class RulesList extends Command {
  static override readonly summary = 'List the rules that policies can bind.';
  static override readonly examples = [
    { description: 'Every rule:', command: '<%= config.bin %> <%= command.id %>' },
    { description: 'The rules about S3 buckets:', command: '<%= config.bin %> <%= command.id %> --kind s3/bucket' },
    { description: 'For programs:', command: '<%= config.bin %> <%= command.id %> --json' },
  ];
  static override readonly flags = {
    kind: Flags.string({ description: 'Only rules about this kind of resource, such as s3/bucket.', helpValue: 'KIND' }),
    json: Flags.boolean({ description: 'Print JSON.' }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(RulesList);
    const { listRules } = await import('./text.ts');
    await print(listRules(flags));
  }
}
