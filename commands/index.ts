import RulesList from './rules/list.ts';
import RulesShow from './rules/show.ts';

/** Every command by its id. The classes are light: what a command needs is loaded when it runs. */
export const COMMANDS = {
  'rules:list': RulesList,
  'rules:show': RulesShow,
};
