-- An outcome changes what no index knows, so it stays within its page. What is under way is found by the incidents that
-- are open.
drop index effect_under_way;
alter table effect set (fillfactor = 70);
