import { WEEK, type Zone } from '../../../model/schedule/zone.ts';

// Clocks that lanes about schedules ask others about.

const DAY = 86_400_000;

/** The years for which the databases of zones agree, if they are not too old. */
export const [FIRST, END] = [Date.UTC(2015, 0, 1), Date.UTC(2036, 0, 1)];

/** When the clocks of a zone change within those years. */
export const changesOf = ({ changeIn }: Zone): readonly number[] => {
  const [first, last] = [FIRST, END].map((time) => Math.floor(time / DAY / WEEK)) as [number, number];
  return Array.from({ length: last - first }, (_, index) => changeIn(first + index))
    .filter(({ before, after }) => before !== after)
    .map(({ at }) => at);
};

/** With clocks of all kinds: changes at midnight on either side of UTC, by half an hour and by two, at a quarter, in the past, none. */
export const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Europe/London',
  'Australia/Lord_Howe',
  'Australia/Adelaide',
  'America/Sao_Paulo',
  'America/Santiago',
  'America/Asuncion',
  'America/Havana',
  'America/Nuuk',
  'America/St_Johns',
  'Asia/Beirut',
  'Asia/Amman',
  'Asia/Gaza',
  'Asia/Tehran',
  'Asia/Kathmandu',
  'Atlantic/Azores',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Casey',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Norfolk',
] as const;
