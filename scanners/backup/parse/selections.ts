import type { BackupSelection, Condition, ConditionParameter, GetBackupSelectionCommandOutput } from '@aws-sdk/client-backup';
import type { BackupSelectionDefinition } from '../../../model/kinds/backup.ts';
import { object, objects, string, text, texts, time, word } from '../../aws/parse.ts';

type TagMatch = BackupSelectionDefinition['listOfTags'][number];

const matchOf = ({ ConditionKey, ConditionValue }: ConditionParameter): TagMatch => ({
  key: text('ConditionKey', ConditionKey),
  value: string('ConditionValue', ConditionValue),
});

const tagOf = (condition: Condition): TagMatch => {
  word('ConditionType', condition.ConditionType, ['STRINGEQUALS']);
  return matchOf(condition);
};

const conditionsOf = (conditions: BackupSelection['Conditions']): BackupSelectionDefinition['conditions'] => {
  const { StringEquals, StringNotEquals, StringLike, StringNotLike } = object('Conditions', conditions ?? {});
  return {
    stringEquals: objects('StringEquals', StringEquals ?? []).map(matchOf),
    stringNotEquals: objects('StringNotEquals', StringNotEquals ?? []).map(matchOf),
    stringLike: objects('StringLike', StringLike ?? []).map(matchOf),
    stringNotLike: objects('StringNotLike', StringNotLike ?? []).map(matchOf),
  };
};

/**
 * A selection without resources and tags takes everything, so what is left out is told from what is lost: the name and
 * the role, which every selection has, must be there.
 */
export const selectionOf = ({ BackupSelection, CreationDate }: GetBackupSelectionCommandOutput): BackupSelectionDefinition => {
  const selection = object('BackupSelection', BackupSelection);
  text('SelectionName', selection.SelectionName);
  text('IamRoleArn', selection.IamRoleArn);
  return {
    createdAt: time('CreationDate of a selection', CreationDate),
    resources: [...texts('Resources', selection.Resources ?? [])],
    notResources: [...texts('NotResources', selection.NotResources ?? [])],
    listOfTags: objects('ListOfTags', selection.ListOfTags ?? []).map(tagOf),
    conditions: conditionsOf(selection.Conditions),
  };
};
