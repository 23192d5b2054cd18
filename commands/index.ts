import Collect from './collect.ts';
import Permissions from './permissions.ts';
import PolicyValidate from './policy/validate.ts';
import Report from './report.ts';
import RulesList from './rules/list.ts';
import RulesShow from './rules/show.ts';
import Scan from './scan.ts';

/**
 * Every command by its id. The classes are light: what is slow to load is loaded when the command runs. A command throws
 * `InputError` for whatever is wrong with the user's input, and `main` turns that into text and exit code.
 */
export const COMMANDS = {
  collect: Collect,
  permissions: Permissions,
  'policy:validate': PolicyValidate,
  report: Report,
  'rules:list': RulesList,
  'rules:show': RulesShow,
  scan: Scan,
};
